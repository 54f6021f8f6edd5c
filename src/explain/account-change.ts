import { bitsText, counted, listText } from '../feeds/format.js'
import type { AccountExplained, LinkTold } from './account.js'
import { weighPair } from './weigh.js'

/** What would change the verdict on one account, worked out from its stored evidence where it can be. */
export function accountWouldChange(told: AccountExplained): readonly string[] {
  const { verdict } = told
  const [campaign] = verdict.campaigns
  if (campaign !== undefined) {
    return [
      ...membershipChange(told),
      ...linksWithout(told),
      'A person’s ruling of `benign` on the account makes it part of the reference: the next run then spares it, and its values count as ordinary.',
      `Whatever changes the campaign: \`stillwatch explain ${campaign.campaign_id}\` says what.`,
    ]
  }
  if (verdict.verdict === 'watch') return [...signalsWithout(told), ...PURPOSE]
  return [...linksMissing(told), ...linksWithout(told)]
}

const PURPOSE = [
  'A declared and permitted purpose: a product that shows these answers to its own users, an evaluation under contract, verified research.',
  'A link to other accounts: by itself an account is at most worth watching.',
]

function membershipChange({ verdict }: AccountExplained): readonly string[] {
  const [campaign] = verdict.campaigns
  const isCore = verdict.clusters.some((cluster) => cluster.is_core)
  if (campaign?.role !== 'operator') {
    return [
      `It counts as ${campaign?.role ?? 'a bystander'} and is not to be acted on; signs that its owner acts for the campaign would end that.`,
    ]
  }
  return isCore
    ? []
    : [
        'Circumstance alone ties it to the campaign, so what it sends itself decides: another explanation of that, and it is out.',
      ]
}

/** Each linker left out in turn: how many of the links told would still hold. */
function linksWithout({ links, limits, links_all }: AccountExplained): readonly string[] {
  const held = links.filter((link) => link.is_controlled)
  if (held.length === 0) return []
  const linkers = [...new Set(held.flatMap((link) => link.weighed.items.map((one) => one.linker)))]
  const left = linkers
    .map((linker) => ({ linker, count: held.filter((link) => holdsWithout(link, linker)).length }))
    .filter(({ count }) => count < held.length)
    .sort((a, b) => a.count - b.count || (a.linker < b.linker ? -1 : 1))
  const of = `of the ${counted(held.length, 'controlled link')} shown${links_all > links.length ? ` (of ${links_all} in all)` : ''}`
  if (left.length === 0)
    return [`No linker carries its links alone: without any one, all ${of} hold.`]
  return left.map(({ linker, count }) =>
    count === 0
      ? `An error in \`${linker}\`: without it none ${of} holds.`
      : `An error in \`${linker}\`: without it ${count} ${of} hold.`,
  )

  function holdsWithout(link: LinkTold, linker: string): boolean {
    const rest = link.weighed.items.filter((one) => one.linker !== linker)
    return weighPair(rest, limits).is_controlled
  }
}

function linksMissing({ links_all, limits, verdict }: AccountExplained): readonly string[] {
  const bits = (millibits: number) => String(millibits / 1000)
  const rule = `a link takes ${bits(limits.weight_millibits_min)} bits, and to count it must rest on operations (${bits(limits.hard_millibits_min)}, or ${bits(limits.controller_millibits_min)} in a link of ${bits(limits.supported_millibits_min)}), on one payment instrument (${bits(limits.instrument_millibits_min)}), or on money and time together (${bits(limits.money_millibits_min)} and ${bits(limits.time_millibits_min)})`
  if (links_all === 0) return [`Nothing ties it to another account: ${rule}.`]
  if (verdict.clusters.length === 0) {
    return [`Its links are circumstance, which accuses nobody: ${rule}.`]
  }
  return [
    'Its cluster was not judged to be a campaign: that takes several customers, firm links and evidence of extraction, all of them together.',
  ]
}

function signalsWithout({ signals, signal_bits }: AccountExplained): readonly string[] {
  const strongest = signals.filter((signal) => signal.is_counted && signal.weight_bits > 0)
  const [first] = strongest
  if (first === undefined) return []
  const others = strongest.slice(1).map((signal) => `\`${signal.detector}\``)
  return [
    `An error in \`${first.detector}\`: without it ${bitsText(signal_bits - first.weight_bits)} of ${bitsText(signal_bits)} bits remain${others.length === 0 ? '' : `, of ${listText(others)}`}.`,
  ]
}
