import { Empty } from '../../parts/parts.js'

export const Sharing = () => (
  <>
    <h1>Sharing</h1>
    <Empty title="Not there yet." />
  </>
)
