// Collects the clusters of one scan of made traffic, each with what it is judged by and whether it is a campaign.
//
//   node scripts/train-confidence-clusters.js <preset> <discipline> <cover share> <seed> <file to append to> [build folder, default dist]
//
// One line a cluster: preset, discipline, seed, shape ('' for an innocent one), whose it mostly is, customers,
// the product of linkage and extraction as stage judge forms it, verdict, label. Run it for every shape at
// every discipline before scripts/train-confidence.js.
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const [preset, discipline, cover, seed, target, build = 'dist'] = process.argv.slice(2)
if (target === undefined) throw new Error('usage: see the head of this file')
const built = (file) => import(resolve(build, file))
const { PRESETS, simulate, withDiscipline } = await built('lab/simulate.js')
const { openStore } = await built('store/open.js')
const { scan } = await built('scan.js')
const { statement } = await built('store/sql.js')
const { hashKeyOf } = await built('config/key.js')
const { judgeCluster } = await built('pipeline/07-judge/judgement.js')

const RUN_ID = '00000000-0000-4000-8000-000000000001'
const params = { run_id: RUN_ID }
const folder = mkdtempSync(join(tmpdir(), 'stillwatch-lab-'))
const path = mkdtempSync(join(tmpdir(), 'stillwatch-store-'))
const { truth } = simulate({
  ...withDiscipline(PRESETS[preset], discipline, Number(cover)),
  folder,
  seed,
})
const store = await openStore({ path })
try {
  await scan({
    store,
    inputs: [{ path: folder }],
    runId: RUN_ID,
    startedAt: new Date(0),
    version: 'train',
    hashKey: hashKeyOf('train'),
    progress: () => undefined,
    watcher: { stage: () => undefined, now: () => 0 },
  })
  const rows = await clustersOf()
  if (!existsSync(target)) {
    appendFileSync(
      target,
      'preset\tdiscipline\tseed\tshape\tmostly\tcustomers\tproduct\tverdict\tis_campaign\n',
    )
  }
  appendFileSync(target, rows.map((row) => `${row.join('\t')}\n`).join(''))
  console.log(`${rows.length} clusters, ${rows.filter((row) => row[8] === 1).length} of campaigns`)
} finally {
  await store.close()
  for (const one of [folder, path]) rmSync(one, { recursive: true, force: true })
}

async function clustersOf() {
  const facts = await store.rows(stageStatement('cluster_facts'), params)
  const evidence = new Map(
    (await store.rows(stageStatement('subject_evidence'), params)).map((row) => [
      row.subject_id,
      row.extraction_millibits,
    ]),
  )
  const members = await store.rows(
    statement(
      'seeds',
      `SELECT cluster_id, groupArray(account_id) AS accounts FROM cluster_member
       WHERE run_id = {run_id:UUID} AND is_seed GROUP BY cluster_id`,
    ),
    params,
  )
  const accountsOf = new Map(members.map((row) => [row.cluster_id, row.accounts]))
  return facts.map((fact) => {
    const { product, verdict } = judgeCluster({
      accounts: Number(fact.accounts),
      entities: Number(fact.entities),
      core: Number(fact.core),
      rests: fact.rests,
      weight_millibits: fact.weight_millibits,
      extraction_millibits: evidence.get(fact.cluster_id) ?? 0,
    })
    const { shape, mostly, isCampaign } = ownerOf(accountsOf.get(fact.cluster_id) ?? [])
    const label = isCampaign ? 1 : 0
    return [
      preset,
      discipline,
      seed,
      shape,
      mostly,
      fact.entities,
      product.toFixed(6),
      verdict,
      label,
    ]
  })
}

function stageStatement(name) {
  const file = resolve(build, 'pipeline/07-judge', `${name}.sql`)
  return statement(name, readFileSync(file, 'utf8'))
}

/** A cluster is a campaign's where most of its accounts are one campaign's operators. */
function ownerOf(accounts) {
  const share = (group) => accounts.filter((id) => group.includes(id)).length / accounts.length
  const groups = [
    ...truth.campaigns.map((one) => ({
      shape: one.shape,
      mostly: one.campaign_id,
      members: one.accounts,
      isCampaign: true,
    })),
    ...truth.lookalikes.map((one) => ({
      shape: '',
      mostly: one.kind,
      members: one.accounts,
      isCampaign: false,
    })),
  ]
  const most = groups
    .map((group) => ({ ...group, share: share(group.members) }))
    .sort((a, b) => b.share - a.share)[0]
  if (most !== undefined && most.share > 0.5) return most
  return { shape: '', mostly: 'background', isCampaign: false }
}
