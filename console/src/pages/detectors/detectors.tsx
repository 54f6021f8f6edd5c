import { Empty } from '../../parts/parts.js'

export const Detectors = () => (
  <>
    <h1>Detectors</h1>
    <Empty title="Not there yet." />
  </>
)
