// @ts-check
import { OF_ATTENDANCE } from './of-attendance.js'
import { OF_CALLBACKS } from './of-callbacks.js'
import { OF_DEFINITIONS } from './of-definitions.js'
import { OF_DELIVERY } from './of-delivery.js'
import { OF_DOMAIN } from './of-domain.js'
import { OF_FEISHU } from './of-feishu.js'
import { OF_FEISHU_DOOR } from './of-feishu-door.js'
import { OF_FORMULAS } from './of-formulas.js'
import { OF_GOING_LIVE } from './of-going-live.js'
import { OF_HTTP } from './of-http.js'
import { OF_LETTERS } from './of-letters.js'
import { OF_LINKED } from './of-linked.js'
import { OF_MESSAGES } from './of-messages.js'
import { OF_NUMBERS } from './of-numbers.js'
import { OF_OPERATORS } from './of-operators.js'
import { OF_OPTIONS } from './of-options.js'
import { OF_PAGES } from './of-pages.js'
import { OF_PEOPLE } from './of-people.js'
import { OF_PRESSES } from './of-presses.js'
import { OF_REMINDERS } from './of-reminders.js'
import { OF_SOURCES } from './of-sources.js'
import { OF_SERVICES } from './of-services.js'
import { OF_STORE } from './of-store.js'
import { OF_USECASES } from './of-usecases.js'
import { OF_VALUES } from './of-values.js'
import { OF_VERBS } from './of-verbs.js'
import { OF_WEBHOOKS } from './of-webhooks.js'

/** @import { Mutant } from './mutant.js' */

/** @type {readonly Mutant[]} */
export const ALL = [
  ...OF_STORE,
  ...OF_DOMAIN,
  ...OF_DEFINITIONS,
  ...OF_VERBS,
  ...OF_DELIVERY,
  ...OF_MESSAGES,
  ...OF_FEISHU,
  ...OF_FEISHU_DOOR,
  ...OF_CALLBACKS,
  ...OF_HTTP,
  ...OF_USECASES,
  ...OF_OPTIONS,
  ...OF_SOURCES,
  ...OF_LETTERS,
  ...OF_LINKED,
  ...OF_PAGES,
  ...OF_VALUES,
  ...OF_NUMBERS,
  ...OF_FORMULAS,
  ...OF_PEOPLE,
  ...OF_REMINDERS,
  ...OF_OPERATORS,
  ...OF_GOING_LIVE,
  ...OF_WEBHOOKS,
  ...OF_SERVICES,
  ...OF_PRESSES,
  ...OF_ATTENDANCE,
]
