import { MARKINGS } from '../../src/domain/indicator.js'
import { EXTENSION_ID } from '../../src/feeds/stix/extension.js'
import { markingRef } from '../../src/feeds/stix/marking.js'
import { NOBODYS_AT } from '../../src/feeds/stix/object.js'
import { PATTERN_CHARACTERS_MAX } from '../../src/feeds/stix/pattern-tokens.js'
import { writePattern } from '../../src/feeds/stix/pattern-words.js'
import { BUNDLE_LIMITS } from '../../src/feeds/stix/read-json.js'
import { BUNDLE_FAULTS, OBJECT_FAULTS } from '../../src/feeds/stix/received.js'
import { PATTERNS } from '../../src/feeds/stix/shared.fixture.js'
import { TECHNIQUES } from '../../src/feeds/stix/technique.js'
import { code, page, table } from './pages.js'

/** What each object of a bundle is made of, and who owns it. */
const OBJECTS: readonly (readonly [object: string, of: string, owner: string])[] = [
  ['identity', 'who tells: name and id of the settings', 'itself'],
  ['campaign', 'the campaign, its verdict in words, its confidence', 'producer'],
  ['intrusion-set', 'whoever controls the accounts: no organisation, no country', 'producer'],
  ['infrastructure', 'only where an indicator is of the family `network`', 'producer'],
  ['observed-data', 'counts of accounts and exchanges, over one `software`: the API', 'producer'],
  ['indicator', 'kind and pattern, until when, how sure', 'nobody'],
  ['relationship', '`indicates`, `attributed-to`, `uses`, `mitigates`, `related-to`', 'producer'],
  ['sighting', 'how many operators of the campaign carry an indicator', 'producer'],
  ['attack-pattern', 'the techniques of MITRE ATLAS below', 'nobody'],
  ['course-of-action', 'the level of the countermeasure that was proposed', 'nobody'],
  ['note', 'of a signed judgement its facts and inferences, and each of the rivals', 'producer'],
  [
    'opinion',
    'how likely the hypothesis is that was judged, on its note, never on the intrusion set; and each dissent that was released',
    'producer',
  ],
  ['grouping', 'what was found', 'producer'],
  ['report', 'all of it', 'producer'],
  ['marking-definition', 'TLP 2.0, as OASIS published it', 'OASIS'],
  ['extension-definition', 'ours', 'Stillwatch'],
]

/** What maps to what between a share, STIX 2.1 and MISP, and what a bundle is refused for. */
export function stixPage(): string {
  return page(
    'STIX and MISP',
    'What is told of a campaign as a bundle of STIX 2.1 and as an event of MISP, and what is read of a bundle. Why it is so is in [decision 23](../decisions/0023-stix.md).',
    '## Objects',
    table(
      ['object', 'of what', 'owner'],
      OBJECTS.map(([one, of, owner]) => [code(one), of, owner]),
    ),
    [
      'Ids are UUIDs of version 5. What nobody owns is named by what it says alone, so that two providers name it alike: an indicator by the text `indicator`, its kind and the JSON of its sorted pairs, a line each, under the namespace `6f1d0b8e-52c9-4b7a-a1c0-6a3b5f0e7d24`; a technique, a level and all others by the canonical JSON (RFC 8785) of their type and what names them.',
      `In what its producer owns, the id of their identity is part of the name. What nobody owns was created at ${code(NOBODYS_AT)}; all else has the version of the share: when the campaign was last seen or judged, or told anew. No instant is the clock’s: the same share gives the same bytes.`,
    ].join(' '),
    '## Patterns',
    `In STIX where STIX says exactly as much, else as canonical JSON of kind and pattern under ${code('pattern_type: stillwatch')}. Whole, and always, under ${code(EXTENSION_ID)}, whose form is [published](stix_extension.schema.json).`,
    table(
      ['kind', 'pattern'],
      PATTERNS.map(([kind, , , pattern]) => [
        code(kind),
        code(writePattern({ kind, pattern }).pattern),
      ]),
    ),
    'A client is told by the extension alone: its user agent is without the digits of its version, and STIX could only say one that is equal, or leave out the order of headers, which would match others.',
    '## Markings',
    table(
      ['TLP 2.0', 'id'],
      MARKINGS.map((marking) => [code(marking), code(markingRef(marking))]),
    ),
    'TLP 1 is read too. Of several the strictest counts. What is not marked is read as `amber+strict`, what stands under other terms alone as `red`.',
    '## Techniques',
    table(
      ['MITRE ATLAS', 'name', 'tactic'],
      TECHNIQUES.map(({ id, name, tactic }) => [code(id), name, code(tactic)]),
    ),
    '## MISP',
    'A campaign is an event, in a folder with `manifest.json`, `hashes.csv` and a file an event. A network and day is an `ip-src` with the day as first and last seen, a mail domain a `domain`, all else an `other` with the canonical JSON of kind and pattern as its value, so that it correlates. `to_ids` is false everywhere: a firewall would block whoever has the address by then. Tags are the strictest TLP in the event and the techniques.',
    '## What is read of a bundle',
    [
      `At most ${BUNDLE_LIMITS.bytesMax / 1024 / 1024} MiB, ${BUNDLE_LIMITS.objectsMax.toLocaleString('en')} objects and as many indicators, ${BUNDLE_LIMITS.partsMax.toLocaleString('en')} members of objects and lists, brackets ${BUNDLE_LIMITS.depthMax} deep, strings of ${BUNDLE_LIMITS.stringBytesMax / 1024} KiB, STIX patterns of ${PATTERN_CHARACTERS_MAX.toLocaleString('en')} characters.`,
      'Indicators, sightings of indicators, and what is withdrawn: an indicator that is revoked, or whose every `indicates` is. A signed judgement, of the notes and opinions of one producer: for people to read, and weighed by nothing. Other objects are counted by type and left.',
      'Of patterns in STIX those are read that are nothing but alternatives of a network on one UTC day, or of a domain of mail. One of which a part cannot be matched is not matched in part: what is left out may be what spares the innocent.',
    ].join(' '),
    'Nothing of a bundle is taken:',
    reasons(BUNDLE_FAULTS),
    'One object is not taken, and the others are:',
    reasons(OBJECT_FAULTS),
  )
}

const reasons = (faults: Readonly<Record<string, string>>): string =>
  table(
    ['reason', 'meaning'],
    Object.entries(faults).map(([reason, meaning]) => [code(reason), meaning]),
  )
