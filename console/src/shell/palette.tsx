import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { useState } from 'react'
import type { CampaignsAnswer } from '../../../src/service/console/campaigns/api.js'
import { useReading } from '../api/queries.js'
import { Dialog } from '../parts/dialog.js'
import { counted, shortId } from '../parts/format.js'
import { useKeyBook } from './keys.js'
import { PAGES } from './pages.js'

/** Goes anywhere by a few letters: a page, a campaign by the beginning of its id, an account by any identifier. */
export function Palette() {
  const { closePalette, all } = useKeyBook()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const { data } = useReading<CampaignsAnswer>('/campaigns')
  const go = (to: string, params = {}, search = {}) => {
    closePalette()
    void navigate({ to, params, search })
  }
  return (
    <Dialog title="Go to" onClose={closePalette}>
      <Command label="Go to">
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder="A page, a campaign, an account …"
          maxLength={1000}
        />
        <Command.List>
          <Command.Empty>Nothing of that name.</Command.Empty>
          <Command.Group heading="Pages">
            {PAGES.map(({ path, title, letter }) => (
              <Command.Item key={path} value={title} onSelect={() => go(path)}>
                {title}
                <kbd>g {letter}</kbd>
              </Command.Item>
            ))}
          </Command.Group>
          <Command.Group heading="Campaigns">
            {(data?.campaigns ?? []).slice(0, 100).map(({ campaign_id, operators, verdict }) => (
              <Command.Item
                key={campaign_id}
                value={`campaign ${campaign_id}`}
                onSelect={() => go('/campaigns/$campaignId', { campaignId: campaign_id })}
              >
                Campaign {shortId(campaign_id)}
                <span className="quiet">
                  {verdict}, {counted(operators, 'account')}
                </span>
              </Command.Item>
            ))}
          </Command.Group>
          <Command.Group heading="On this page">
            {all().map(({ key, does, act }) => (
              <Command.Item
                key={key}
                value={does}
                onSelect={() => {
                  closePalette()
                  act()
                }}
              >
                {does}
                <kbd>{key}</kbd>
              </Command.Item>
            ))}
          </Command.Group>
          {text.trim() !== '' && (
            <Command.Group heading="Search" forceMount>
              <Command.Item
                forceMount
                value={`account ${text}`}
                onSelect={() => go('/accounts', {}, { name: text.trim() })}
              >
                Account “{text.trim()}”
              </Command.Item>
            </Command.Group>
          )}
        </Command.List>
      </Command>
    </Dialog>
  )
}
