import { draftOf, versionsOf } from '../app/app-config.ts'
import { cardView, chatOf } from '../center/chat.ts'
import { listsOf } from '../center/lists.ts'
import { startableBy } from '../center/startable.ts'
import { readLocale } from '../localized.ts'
import { unsettledCardsOfEndedInstances } from '../oracle/watch-cards.ts'
import type { StoredInstance } from '../store/records.ts'
import type { World } from '../world.ts'
import { ControlError, type ControlRoute } from './control-route.ts'
import { toPersonView } from './person-view.ts'

const localeOf = (query: URLSearchParams) => readLocale(query.get('locale') ?? undefined)

function personId(world: World, userId: string | undefined): string {
  if (userId !== undefined && world.state.people.get(userId)) return userId
  throw new ControlError(404, 'person_not_found', `nobody has the user_id ${userId ?? ''}`)
}

function instanceView(world: World, instance: StoredInstance) {
  return { ...instance, versions: world.state.lookups.versionsOf.get(instance.id) ?? [] }
}

/** What people see, and what the sandbox holds. */
export const VIEW_ROUTES: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/_sandbox/info',
    what: 'addresses, credentials and keys of the app',
    handle: ({ info }) => info(),
  },
  {
    method: 'GET',
    path: '/_sandbox/people',
    what: 'everyone, with ids and manager',
    handle: ({ world }) => [...world.state.people.values()].map((person) => toPersonView(world, person)),
  },
  {
    method: 'GET',
    path: '/_sandbox/departments',
    what: 'departments with leaders',
    handle: ({ world }) => [...world.state.departments.values()],
  },
  {
    method: 'GET',
    path: '/_sandbox/people/:userId/lists',
    what: 'the four lists of the approval center; ?locale=',
    handle: ({ world }, { params, query }) =>
      listsOf(world, personId(world, params['userId']), localeOf(query)),
  },
  {
    method: 'GET',
    path: '/_sandbox/people/:userId/chat',
    what: 'bot cards, messages and pasted links, newest first; ?locale=',
    handle: ({ world, previews }, { params, query }) => {
      const userId = personId(world, params['userId'])
      return {
        cards: chatOf(world, userId, localeOf(query)),
        links: [...world.state.links.values()].map((link) => ({
          ...link,
          sentBy: world.state.people.get(link.sentBy)?.name ?? link.sentBy,
          preview: previews.seenBy(link, userId) ?? null,
        })),
      }
    },
  },
  {
    method: 'GET',
    path: '/_sandbox/people/:userId/startable',
    what: 'definitions that the person may start; ?locale=',
    handle: ({ world }, { params, query }) =>
      startableBy(world, personId(world, params['userId']), localeOf(query)),
  },
  {
    method: 'GET',
    path: '/_sandbox/cards',
    what: 'every bot card; ?locale=',
    handle: ({ world }, { query }) =>
      [...world.state.cards.values()].map((card) => cardView(world, card, localeOf(query))),
  },
  {
    method: 'GET',
    path: '/_sandbox/instances',
    what: 'every instance as stored',
    handle: ({ world }) => [...world.state.instances.values()],
  },
  {
    method: 'GET',
    path: '/_sandbox/instances/:id',
    what: 'one instance as stored, with every applied version',
    handle: ({ world }, { params }) => {
      const instance = world.state.instances.get(params['id'] ?? '')
      if (!instance) throw new ControlError(404, 'instance_not_found', 'no instance has this id')
      return instanceView(world, instance)
    },
  },
  {
    method: 'GET',
    path: '/_sandbox/attendance',
    what: 'every record of attendance, with how often it was written and withdrawn',
    handle: ({ world }) => [...world.state.attendance.values()],
  },
  {
    method: 'GET',
    path: '/_sandbox/definitions',
    what: 'every definition as stored',
    handle: ({ world }) => [...world.state.definitions.values()],
  },
  {
    method: 'GET',
    path: '/_sandbox/app',
    what: 'the app as its developer console has it, and its versions',
    handle: ({ world }) => ({ draft: draftOf(world), versions: versionsOf(world) }),
  },
  {
    method: 'GET',
    path: '/_sandbox/connections',
    what: 'how many long connections are open, and how many events wait to be sent again',
    handle: ({ world }) => ({
      open: world.connections.count(),
      redeliveries: world.redeliveries.waiting(),
    }),
  },
  {
    method: 'GET',
    path: '/_sandbox/log',
    what: 'the last requests; ?since=<seq>&api=',
    handle: ({ world }, { query }) =>
      world.log.entries(Number(query.get('since') ?? 0), query.get('api') ?? undefined),
  },
  {
    method: 'GET',
    path: '/_sandbox/counters',
    what: 'requests per API, by outcome and code',
    handle: ({ world }) => world.log.counters(),
  },
  {
    method: 'GET',
    path: '/_sandbox/oracle',
    what: 'broken promises and how much was watched',
    handle: ({ world }) => ({
      violations: world.oracle.violations(),
      checked: world.oracle.denominators(),
      notes: world.oracle.notes(),
      unsettledCardsOfEndedInstances: unsettledCardsOfEndedInstances(world.state),
    }),
  },
]
