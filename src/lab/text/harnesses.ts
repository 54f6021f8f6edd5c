/** System prompts by which a relay recognises users whose traffic is worth keeping. */

import type { Random } from '../random.js'
import { AGENT_SYSTEM, AGENT_TOOLS, AGENT_TOOLS_HASH } from './stock.js'

export interface Harness {
  readonly system: string
  readonly tools: readonly string[]
  readonly toolsHash: string
}

const HARNESSES: readonly Harness[] = [
  { system: AGENT_SYSTEM, tools: AGENT_TOOLS, toolsHash: AGENT_TOOLS_HASH },
  {
    system:
      'You are Marmot, an autonomous developer that lives in the editor. Use the plan tool to keep a list of steps. Edit with apply_change only. After each change run the checks. Do not explain what you do unless something fails. When the list is empty, call finish.',
    tools: ['plan', 'apply_change', 'run_checks', 'grep', 'finish'],
    toolsHash: '91e0d37ab2c84f5560d7',
  },
  {
    system:
      'Open Tern agent. Working directory: /workspace. You may execute commands in a container without network. Reason about one file at a time. A step has the form: command, result, next. Stop after the goal test passes or after forty steps.',
    tools: ['execute', 'view', 'replace', 'undo'],
    toolsHash: '0c72f4e19b6d3358aa41',
  },
]

export const pickHarness = (random: Random): Harness => random.zipf(HARNESSES)
