import { Empty } from '../../parts/parts.js'

export const Attribution = () => (
  <>
    <h1>Attribution</h1>
    <Empty title="Not there yet." />
  </>
)
