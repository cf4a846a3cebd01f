"""The design system: pages to extend, components, languages, error pages."""
