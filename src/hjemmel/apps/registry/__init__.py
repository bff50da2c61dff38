"""The register: places, centres, doctors, agreements, lists, residents, and who is on which list."""
