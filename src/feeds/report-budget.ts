/**
 * How much of each campaign a report shows. A report is read by a person and sent by mail: two hundred
 * campaigns must stay below five megabytes, so each shows less, and says how much it leaves out.
 */
export interface Detail {
  /** Runs of cells in one raster; beyond it rows are thinned evenly. */
  readonly raster_runs: number
  /** Whether each row of a raster says whose it is under the pointer. */
  readonly has_row_titles: boolean
  readonly members: number
  readonly templates: number
  readonly samples: number
  readonly template_characters: number
  readonly evidence: number
  /** Campaigns that lie open; the rest opens by a click. */
  readonly open: number
}

const RASTER_RUNS_ALL = 90_000
const RASTER_RUNS_MIN = 300
const RASTER_RUNS_MAX = 40_000
const MEMBERS_ALL = 4000
const MEMBERS_MIN = 20
/** What a person scrolls through. The findings file has all of them. */
const MEMBERS_MAX = 500
const FEW_CAMPAIGNS = 20

export function detailOf(campaigns: number): Detail {
  const share = (all: number, least: number, most: number) =>
    Math.min(most, Math.max(least, Math.floor(all / Math.max(1, campaigns))))
  const isFew = campaigns <= FEW_CAMPAIGNS
  return Object.freeze({
    raster_runs: share(RASTER_RUNS_ALL, RASTER_RUNS_MIN, RASTER_RUNS_MAX),
    has_row_titles: campaigns <= FEW_CAMPAIGNS / 2,
    members: share(MEMBERS_ALL, MEMBERS_MIN, MEMBERS_MAX),
    templates: isFew ? 5 : 1,
    samples: isFew ? 3 : 1,
    template_characters: isFew ? 2000 : 500,
    evidence: isFew ? 40 : 8,
    open: campaigns <= 6 ? campaigns : 3,
  })
}
