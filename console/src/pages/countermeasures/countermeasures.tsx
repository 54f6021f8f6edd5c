import { Empty } from '../../parts/parts.js'

export const Countermeasures = () => (
  <>
    <h1>Countermeasures</h1>
    <Empty title="Not there yet." />
  </>
)
