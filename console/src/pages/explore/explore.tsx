import { Empty } from '../../parts/parts.js'

export const Explore = () => (
  <>
    <h1>Explore</h1>
    <Empty title="Not there yet." />
  </>
)
