import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router'
import { NotHere } from '../pages/not-here.js'
import { Overview } from '../pages/overview/overview.js'
import { Shell } from './shell.js'

const root = createRootRoute({ component: Shell, notFoundComponent: NotHere })

/** What an address says besides its path, as text. */
type Search = Readonly<Record<string, string | undefined>>
const texts =
  (...names: readonly string[]) =>
  (search: Record<string, unknown>): Search =>
    Object.fromEntries(
      names.flatMap((name) =>
        search[name] === undefined ? [] : [[name, `${search[name]}`.slice(0, 1000)]],
      ),
    )

const page = (
  path: string,
  load: Parameters<typeof lazyRouteComponent>[0],
  name: string,
  names: readonly string[] = [],
) =>
  createRoute({
    getParentRoute: () => root,
    path,
    validateSearch: texts(...names),
    component: lazyRouteComponent(load, name),
  })

const routes = [
  createRoute({ getParentRoute: () => root, path: '/', component: Overview }),
  page('/queue', () => import('../pages/queue/queue.js'), 'Queue', ['campaign']),
  page('/campaigns', () => import('../pages/campaigns/campaigns.js'), 'Campaigns'),
  page('/campaigns/$campaignId', () => import('../pages/campaign/campaign.js'), 'CampaignPage', [
    'account',
  ]),
  page('/accounts', () => import('../pages/accounts/accounts.js'), 'Accounts', ['name']),
  page('/graph', () => import('../pages/graph/graph.js'), 'Graph', [
    ...['campaign_id', 'account_id', 'bits', 'hubs', 'without', 'link_a', 'link_b', 'from', 'to'],
  ]),
  page('/explore', () => import('../pages/explore/explore.js'), 'Explore', [
    ...['model', 'capability', 'channel', 'plan', 'campaign', 'elicited', 'from', 'to', 'by'],
  ]),
  page(
    '/countermeasures',
    () => import('../pages/countermeasures/countermeasures.js'),
    'Countermeasures',
  ),
  page('/appeals', () => import('../pages/appeals/appeals.js'), 'Appeals'),
  page('/detectors', () => import('../pages/detectors/detectors.js'), 'Detectors', ['id']),
  page('/audit', () => import('../pages/audit/audit.js'), 'Audit', ['actor', 'action', 'before']),
  page('/settings', () => import('../pages/settings/settings.js'), 'Settings'),
]

export const router = createRouter({
  routeTree: root.addChildren(routes),
  basepath: '/stillwatch/console',
  defaultPreload: 'intent',
  scrollRestoration: true,
})
