/** The simulator's scenarios, for the help. The simulator is not loaded for a help text; a test compares the two lists. */
export const SCENARIOS = 'calm, busy, drift, thin, quiet, spoofing, layered_walls, iceberg, flash_crash, requotes, honest_walls';
