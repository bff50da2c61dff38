"""The ground floor: time, money, units, identifiers, texts, errors and progress. Imports nothing of hjemmel."""
