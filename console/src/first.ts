/** Before anything is drawn: a page that turns dark after it was white hurts. */
import { takeTokenFromAddress } from './session/token.js'
import { applyTheme } from './shell/theme.js'

applyTheme()
takeTokenFromAddress()
