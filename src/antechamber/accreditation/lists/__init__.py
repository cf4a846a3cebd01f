"""Lists before Member States: composed, circulated, objected to, computed, published."""
