import { Empty } from '../../parts/parts.js'

export const Queue = () => (
  <>
    <h1>Queue</h1>
    <Empty title="Not there yet." />
  </>
)
