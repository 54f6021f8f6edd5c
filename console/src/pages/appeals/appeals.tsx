import { Empty } from '../../parts/parts.js'

export const Appeals = () => (
  <>
    <h1>Appeals</h1>
    <Empty title="Not there yet." />
  </>
)
