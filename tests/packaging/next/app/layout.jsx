import { HoneyguideErrorBoundary } from "@honeyguide/browser/react";

export const metadata = { title: "Packaging", icons: "data:," };

// Of the server, which hands the boundary on to the page: it is marked as the client's.
export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        <HoneyguideErrorBoundary fallback="failed">{children}</HoneyguideErrorBoundary>
      </body>
    </html>
  );
}
