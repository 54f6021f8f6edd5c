/**
 * What a cluster rests on, in words for whoever has to answer for it, or is in it. Given is what the clustering
 * noted: `a few accounts`, `few links`, `sittings`, `tables`, `work handed on`, families of circumstance, or '' where it rests on several
 * things; and `likeness` where no link holds any of it.
 */
export function restsOnText(restsOn: string): string {
  if (restsOn === '') {
    return 'It rests on no single cause: whichever kind of tie is taken away, most of it still hangs together.'
  }
  if (restsOn === 'likeness') {
    return 'It rests on likeness alone: no link holds any of its accounts. They ask for what trains, in the texts and at the pace of accounts that links hold, and which of those they belong to cannot be told. Who runs the same public text day and night looks the same, so a person may look at it and nothing may be done for it.'
  }
  if (restsOn === 'a few accounts') {
    return 'It rests on a few accounts: nearly all of its links go through them, and the others do not hang together without them. The key of a vendor or an agency looks the same.'
  }
  if (restsOn === 'sittings') {
    return 'It rests on circumstance among accounts that work in sittings of their own, twice as dense as customers do or more: readers of one tutorial do, and no pool that deals its work out.'
  }
  if (restsOn === 'tables') {
    return 'It rests on work that was handed on in a few sittings of some hours, between accounts that had no part in it at any other time: people at one table do that, and a pool hands on whenever it works.'
  }
  if (restsOn === 'work handed on') {
    return 'It rests on work that is handed on, with its text and program: exits, purses and sign-ups, which one hand has in common, do not hold a third of it together. Strangers who review each other’s work or share a table look the same, so a person may look at it and nothing may be done for it by itself.'
  }
  if (restsOn === 'few links') {
    return 'It rests on few links: what its accounts share is too little to hold most of them together.'
  }
  const families = restsOn.split(', ')
  const last = families.at(-1) ?? ''
  const named = families.length > 1 ? `${families.slice(0, -1).join(', ')} and ${last}` : last
  return `It rests on one cause: take away what most of its accounts share in ${named}, and most no longer hang together. One lecture, office or event would make the same.`
}
