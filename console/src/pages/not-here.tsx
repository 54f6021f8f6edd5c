import { Link } from '@tanstack/react-router'
import { Empty } from '../parts/parts.js'

export const NotHere = () => (
  <Empty title="There is no such page.">
    <p>
      The link may be of another version. <Link to="/">Overview</Link>
    </p>
  </Empty>
)
