// The reference reads the document of the very server it is shown by, and asks nobody else for anything.
Scalar.createApiReference("#reference", {
  url: "/openapi.json",
  withDefaultFonts: false,
  hideClientButton: true,
  showDeveloperTools: "never",
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  authentication: { preferredSecurityScheme: "bearer" },
  // As the slices list them: what matters comes first.
  orderSchemaPropertiesBy: "preserve",
  defaultOpenFirstTag: true,
});
