import type { Command } from 'commander'

/** A command adds itself to the program. */
export type CliCommand = (program: Command) => void
