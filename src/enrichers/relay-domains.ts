/**
 * Domains that forward mail and hide whose it is, by the published documents of each service. Anybody can have an address
 * at them, and most who do want less advertising: such an address is no private domain that two accounts have in common.
 */
export const RELAY_DOMAINS: readonly string[] = [
  // Apple, Hide My Email; DuckDuckGo; Mozilla.
  ...['privaterelay.appleid.com', 'duck.com', 'mozmail.com', 'relay.firefox.com'],
  // SimpleLogin and Proton Pass.
  ...[
    'simplelogin.com',
    'simplelogin.co',
    'simplelogin.fr',
    'slmail.me',
    'slmails.com',
    'aleeas.com',
  ],
  ...['8alias.com', '8shield.net', 'dralias.com', 'silomails.com', 'passmail.net', 'passmail.com'],
  ...['passinbox.com', 'passfwd.com'],
  // addy.io, formerly AnonAddy.
  ...['anonaddy.com', 'anonaddy.me', 'addy.io', 'addymail.com', '4wrd.cc', 'mailer.me'],
  ...['33mail.com', 'erine.email', 'opayq.com', 'users.noreply.github.com'],
]
