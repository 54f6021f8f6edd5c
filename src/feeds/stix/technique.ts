import { common, type StixObject } from './object.js'

/** What a campaign does, in the words of MITRE ATLAS: the chain of AML.CS0056, in its order. */
export const TECHNIQUES = [
  { id: 'AML.T0008.005', name: 'AI Service Proxies', tactic: 'resource-development' },
  { id: 'AML.T0065', name: 'LLM Prompt Crafting', tactic: 'resource-development' },
  { id: 'AML.T0040', name: 'AI Model Inference API Access', tactic: 'ai-model-access' },
  { id: 'AML.T0024.002', name: 'Extract AI Model', tactic: 'exfiltration' },
  { id: 'AML.T0048.004', name: 'AI Intellectual Property Theft', tactic: 'impact' },
] as const

type Technique = (typeof TECHNIQUES)[number]

const attackPattern = ({ id, name, tactic }: Technique): StixObject =>
  common(
    'attack-pattern',
    { technique: id },
    {
      name,
      kill_chain_phases: [{ kill_chain_name: 'mitre-atlas', phase_name: tactic }],
      external_references: [
        {
          source_name: 'mitre-atlas',
          external_id: id,
          url: `https://atlas.mitre.org/techniques/${id}`,
        },
      ],
    },
  )

export const ATTACK_PATTERNS: readonly StixObject[] = TECHNIQUES.map(attackPattern)

/** The levels of countermeasures, as they are told: what one does, and not how. */
const LEVELS: Readonly<Record<string, string>> = {
  observe: 'Watch, and do nothing to anybody.',
  verify: 'Ask for a proof before the account goes on.',
  limit: 'Bound rate, parallelism, batches and new models, for the whole campaign together.',
  shape: 'Withhold what training wants most: log-probabilities, several samples, reasoning.',
  hold: 'Hold an answer until it was looked at.',
  deny: 'Refuse requests, with a reason code and a path of appeal.',
  suspend: 'Suspend the accounts, which takes two people.',
}

export const courseOfAction = (level: string): StixObject =>
  common(
    'course-of-action',
    { level },
    {
      name: `Countermeasure: ${level}`,
      ...(Object.hasOwn(LEVELS, level) ? { description: LEVELS[level] ?? '' } : {}),
    },
  )

/** All that are told of. */
export const COURSES_OF_ACTION: readonly StixObject[] = Object.keys(LEVELS).map(courseOfAction)

/** What a course of action of ours is against: the taking itself. */
export const EXTRACTION = attackPattern(TECHNIQUES[3]).id
