/** Traces and metrics as in OpenTelemetry's browser documentation, without the context manager that it calls optional (zone.js, 12 KB more). */
import { metrics } from "@opentelemetry/api";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { registerInstrumentations } from "@opentelemetry/instrumentation";
import { DocumentLoadInstrumentation } from "@opentelemetry/instrumentation-document-load";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, WebTracerProvider } from "@opentelemetry/sdk-trace-web";

const resource = resourceFromAttributes({ "service.name": "interpreter", "service.version": "4.2.0" });
const door = `${location.origin}/collect/otel`;
const traces = new OTLPTraceExporter({ url: `${door}/v1/traces` });
const tracing = new WebTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(traces)] });
tracing.register();
const reader = new PeriodicExportingMetricReader({
  exporter: new OTLPMetricExporter({ url: `${door}/v1/metrics` }),
});
metrics.setGlobalMeterProvider(new MeterProvider({ resource, readers: [reader] }));
registerInstrumentations({ instrumentations: [new DocumentLoadInstrumentation()] });
