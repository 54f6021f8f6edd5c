import { Empty } from '../../parts/parts.js'

export const Graph = () => (
  <>
    <h1>Graph</h1>
    <Empty title="Not there yet." />
  </>
)
