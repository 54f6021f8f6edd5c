/** What the processes of a bench tell each other. */

export interface BareRead {
  /** Of three reads, after one that warms the disk's cache; so before the scan and after it. */
  readonly seconds: readonly number[]
  readonly peak_bytes: number
  readonly engine: string
}

export interface StatementTime {
  readonly name: string
  readonly stage: string
  /** What the stage said that it did: which linker, which file. */
  readonly step: string
  readonly runs: number
  readonly seconds: number
}

export interface ScanRead {
  readonly stages: readonly { readonly name: string; readonly seconds: number }[]
  /** From before the store is opened until the report is written. */
  readonly seconds: number
  readonly peak_bytes: number
  readonly statements: readonly StatementTime[]
  readonly campaigns: number
  readonly accounts_named: number
}

export interface RotationRead {
  /** From before the store is opened under the new secret until it is. */
  readonly seconds: number
  readonly partitions: number
  /** Of the store, as it was. */
  readonly store_bytes: number
  readonly peak_bytes: number
}

export interface BenchTask {
  readonly kind: 'bare-read' | 'scan' | 'rotation'
  readonly folder: string
}
