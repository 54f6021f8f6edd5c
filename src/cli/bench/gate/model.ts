import type { GateUsage, LoadMeasured, LoadTask } from './messages.js'

export interface GateBenchRun {
  readonly subjects: number
  /** Of mixed load, for the memory. */
  readonly minutes: number
  readonly progress: (text: string) => void
}

export interface Bench {
  readonly folder: string
  readonly isPinned: boolean
  readonly run: GateBenchRun
}

/** A gate in a process of its own, and its load in another. */
export interface GateUnderLoad {
  readonly load: (task: WithoutUrl<LoadTask>) => Promise<LoadMeasured>
  readonly usage: () => Promise<GateUsage>
}

export type WithoutUrl<Task> = Task extends unknown ? Omit<Task, 'url'> : never
