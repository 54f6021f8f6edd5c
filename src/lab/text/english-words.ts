/**
 * What people write about in English: subjects, each with its own nouns and verbs.
 *
 * The lists are the lab's own and are shared with nothing. A person in the lab has one to three
 * subjects and keeps to them, because real accounts differ from the global mean by their topics.
 */

export interface Subject {
  readonly name: string
  readonly nouns: readonly string[]
  readonly verbs: readonly string[]
}

const subject = (name: string, nouns: string, verbs: string): Subject => ({
  name,
  nouns: nouns.split(', '),
  verbs: verbs.split(', '),
})

export const SUBJECTS: readonly Subject[] = [
  subject(
    'cooking',
    'sourdough starter, cast iron pan, braising liquid, egg wash, pie crust, chicken stock, miso paste, spice blend, oven rack, pressure cooker, caramel sauce, pasta dough, lentil soup, brine, kitchen scale, pickling jar, roux, marinade, rice cooker, tahini dressing',
    'simmer, proof, fold, reduce, season, thicken, rest, brown, emulsify, chill',
  ),
  subject(
    'gardening',
    'tomato seedling, raised bed, compost heap, drip line, clay soil, rose cutting, slug barrier, greenhouse vent, mulch layer, apple graft, lawn edge, rain barrel, seed tray, trellis, leaf mould, hedge trimmer, frost cover, herb planter, ornamental grass, aphid colony',
    'prune, transplant, water, harden, thin, mulch, repot, stake, propagate, harvest',
  ),
  subject(
    'law',
    'tenancy agreement, liability clause, notice period, arbitration panel, trademark filing, employment contract, privacy notice, power of attorney, security deposit, court fee, witness statement, licence term, indemnity cap, easement, probate form, zoning permit, settlement offer, data processor, escrow account, jury summons',
    'terminate, amend, enforce, waive, disclose, appeal, register, assign, notarise, dispute',
  ),
  subject(
    'medicine',
    'blood panel, inhaler technique, knee brace, iron supplement, sleep diary, vaccination record, hearing test, wound dressing, triage nurse, insulin dose, physical therapy, allergy trigger, dental crown, migraine log, discharge letter, heart monitor, care plan, clinical trial, dosage chart, posture exercise',
    'monitor, refer, prescribe, taper, screen, palpate, hydrate, schedule, stabilise, record',
  ),
  subject(
    'finance',
    'cash flow forecast, index fund, invoice ledger, mortgage rate, payroll run, tax bracket, hedge position, expense report, bond ladder, balance sheet, credit line, depreciation schedule, audit trail, currency swap, pension pot, dividend policy, procurement budget, chargeback ratio, rolling average, break-even point',
    'reconcile, amortise, accrue, rebalance, forecast, underwrite, refinance, allocate, hedge, audit',
  ),
  subject(
    'web development',
    'login form, session cookie, build pipeline, image carousel, rate limiter, service worker, product page, accessibility audit, checkout flow, dark mode, search index, upload widget, feature flag, content delivery network, sitemap, font loader, date picker, error boundary, webhook endpoint, modal dialog',
    'render, cache, debounce, deploy, refactor, validate, paginate, lazy-load, throttle, hydrate',
  ),
  subject(
    'data engineering',
    'event stream, partition key, backfill job, schema registry, star schema, late record, dashboard tile, warehouse bill, retention policy, join order, staging table, columnar file, lineage graph, freshness check, null column, surrogate key, incremental model, query plan, orphan row, sampling rule',
    'ingest, deduplicate, partition, aggregate, materialise, compact, reprocess, vacuum, index, replicate',
  ),
  subject(
    'travel',
    'night train, hostel booking, visa letter, airport transfer, hiking permit, rail pass, coastal walk, carry-on bag, ferry timetable, mountain hut, travel insurance, phrase book, city museum, street market, campsite, layover, scenic route, rental car, walking tour, boarding pass',
    'book, pack, reroute, cancel, extend, explore, reschedule, upgrade, reserve, plan',
  ),
  subject(
    'education',
    'lesson plan, reading group, rubric sheet, seating chart, field trip, spelling list, parent letter, science fair, seminar outline, essay draft, quiz bank, study timetable, attendance record, reference letter, lab notebook, thesis chapter, mock exam, learning goal, phonics game, library shelf',
    'grade, scaffold, revise, differentiate, rehearse, mentor, summarise, assess, present, assign',
  ),
  subject(
    'marketing',
    'landing page, newsletter subject line, brand voice, ad budget, customer persona, press release, product launch, loyalty scheme, keyword list, trade show booth, referral code, case study, tagline, social calendar, unsubscribe rate, video script, survey panel, sales deck, churn report, holiday promotion',
    'position, segment, pitch, retarget, rebrand, announce, localise, optimise, sponsor, measure',
  ),
  subject(
    'mechanics',
    'brake caliper, timing belt, torque wrench, coolant hose, bicycle chain, gear hub, spark plug, oil filter, suspension fork, welding rig, drill press, hydraulic jack, bearing race, exhaust bracket, fuel gauge, wiring loom, clutch cable, lathe chuck, tyre pressure, gasket set',
    'tighten, align, lubricate, replace, inspect, bleed, calibrate, dismantle, mount, balance',
  ),
  subject(
    'science',
    'enzyme assay, tidal lock, sediment core, electron shell, pollen count, pressure gradient, gene marker, vacuum chamber, river delta, orbital period, reaction rate, soil sample, neutron star, ice sheet, microscope slide, food web, heat exchanger, magnetic field, plate boundary, control group',
    'measure, isolate, titrate, observe, replicate, dilute, simulate, classify, calibrate, sequence',
  ),
  subject(
    'writing',
    'opening chapter, unreliable narrator, cover letter, sonnet, plot twist, dialogue tag, short story, obituary, wedding speech, field report, book proposal, character arc, travel essay, stage direction, working title, flash fiction, thank-you note, closing line, magazine pitch, eulogy',
    'rewrite, shorten, polish, outline, proofread, foreshadow, dramatise, cut, rephrase, tighten',
  ),
  subject(
    'operations',
    'shift roster, warehouse aisle, delivery slot, stock count, pallet label, incident report, supplier contract, maintenance window, call queue, loading dock, safety briefing, spare part, returns desk, forklift route, quality gate, handover note, capacity plan, escalation path, cold chain, cycle time',
    'dispatch, consolidate, escalate, restock, reschedule, standardise, outsource, inspect, batch, trace',
  ),
  subject(
    'music and games',
    'chord progression, drum loop, board game night, boss fight, fretboard, mixing desk, skill tree, level editor, metronome, dungeon map, piano duet, vocal warm-up, card deck, save file, synth patch, tournament bracket, choir part, player guild, speed run, bass line',
    'practise, transpose, balance, improvise, compose, remix, score, playtest, tune, spawn',
  ),
  subject(
    'home and family',
    'heat pump, school run, paint sample, birthday party, leaking tap, baby sleep routine, moving checklist, attic insulation, pet sitter, chore chart, thermostat, shared calendar, washing machine, garden fence, guest room, weekly budget, smoke alarm, puppy training, storage unit, bathroom tile',
    'fix, organise, childproof, insulate, repaint, declutter, clean, install, plan, mend',
  ),
]

export const ADJECTIVES: readonly string[] =
  'small, noisy, outdated, shared, second-hand, fragile, seasonal, weekly, untested, cheap, compact, brittle, regional, temporary, steady, narrow, unusual, reliable, slow, heavy, early, modular, quiet, nested, rough, portable, simple, overdue, lightweight, hidden, careful, minimal, expensive, spare, local, remote, manual, automatic, uneven, worn, clean, stubborn, partial, optional, crowded, flexible, plain, duplicated, hybrid, ageing, fresh, legacy, custom, internal, open, dense, bright, dry, damp, long-running, half-finished, well-meant, late, modest, tricky, official, improvised, broken, second, missing'.split(
    ', ',
  )

export const PEOPLE: readonly string[] =
  'my sister, our landlord, a colleague, the new intern, my manager, a client, our neighbour, the board, my students, a friend in Leeds, the night shift, our supplier, my uncle, the whole team, an inspector, the committee, my flatmate, a freelancer, our accountant, the volunteers, my daughter, the support desk, two customers, the contractor'.split(
    ', ',
  )

export const PLACES: readonly string[] =
  'at home, in the office, on site, in Lisbon, in a small workshop, in our old building, on a laptop, in the north of Spain, on the second floor, in production, at the weekend, in a rented flat, in a village hall, on a phone, in the staging area, near the coast, in Ohio, on a tight budget, in our clinic, during the summer, in Nairobi, in the basement, over the phone, on the train'.split(
    ', ',
  )

export const REASONS: readonly string[] =
  'because the budget is gone, since the rules changed, before the end of the month, without asking for help, after the last update, while everyone is away, although nobody asked for it, so that it lasts, as soon as it rains, now that we have moved, without buying anything new, in under an hour, before the auditors come, because the old one failed twice, since last Tuesday, after we merged two teams, so we can sleep at night, as the manual is lost, before the guests arrive, while keeping the costs flat'.split(
    ', ',
  )
