/** What becomes of a share where it is given out: for whoever gives it. */

export { writeFeed } from '../../feeds/misp/feed.js'
export { markingIn, publishedMarking } from '../../feeds/stix/marking.js'
export type { StixObject } from '../../feeds/stix/object.js'
export { revokedOf, tellingOf } from '../../feeds/stix/write-later.js'
