"use client";
import { useEffect } from "react";
import { start } from "../start.js";

// Rendered on the server too, where the package is imported and does nothing.
export default function Page() {
  useEffect(start, []);
  return <p>Packaging</p>;
}
