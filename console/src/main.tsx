import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './styles/tokens.css'
import './styles/base.css'
import './styles/parts.css'
import { queryClient } from './api/queries.js'
import { keepLast } from './deeds/deed.js'
import { onToken } from './session/token.js'
import { router } from './shell/router.js'

// What one person read is not for the next.
onToken(() => {
  queryClient.clear()
  keepLast(undefined)
})

const root = document.getElementById('root')
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  )
}
