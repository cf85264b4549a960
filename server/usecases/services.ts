import { z } from 'zod'
import { Instant } from '../../shared/instant.ts'
import { nearest } from '../../shared/nearest.ts'
import {
  ServiceRight,
  type AddServiceRequest,
  type ServiceAdded,
  type ServiceView,
} from '../../shared/services.ts'
import { AppError } from '../domain/errors.ts'
import type { UseCaseContext } from './context.ts'

const NOTE = 'services'

/** Of a token only its SHA-256: it has 256 random bits, so nothing is to be guessed from that. */
const Stored = z.array(
  z.object({
    id: z.string(),
    tokenHash: z.string(),
    definitions: z.array(z.string()),
    may: z.array(ServiceRight),
    createdAt: Instant,
  }),
)
type StoredService = z.infer<typeof Stored>[number]

/** Another system, as its token names it. */
export type Service = Pick<StoredService, 'id' | 'definitions' | 'may'>

type Deps = Pick<UseCaseContext, 'store' | 'hash'>

const PREFIX = 'svc_'

/** What a list of them holds at most: each request looks through it. */
const MOST_SERVICES = 1_000

const readAll = async ({ store }: Pick<Deps, 'store'>): Promise<readonly StoredService[]> =>
  toStored(await store.notes.read(NOTE))

const toStored = (note: unknown): readonly StoredService[] => Stored.parse(note ?? [])

/**
 * Lets a system in, and tells its token this once. Throws `service_exists`, and `definition_not_found` for a code that
 * no definition has.
 */
export async function addService(
  ctx: Pick<UseCaseContext, 'store' | 'hash' | 'randomToken' | 'now'>,
  { id, definitions, may }: AddServiceRequest,
): Promise<ServiceAdded> {
  await assertKnown(ctx, definitions)
  const token = `${PREFIX}${ctx.randomToken()}`
  const added = { id, tokenHash: ctx.hash(token), definitions, may, createdAt: ctx.now() }
  await ctx.store.notes.change(NOTE, (current) => {
    const all = toStored(current)
    if (all.some((one) => one.id === id)) throw serviceExists(id)
    if (all.length >= MOST_SERVICES)
      throw new AppError('bad_request', `There are ${all.length} services already. Remove one first.`)
    return [...all, added]
  })
  return { ...toView(added), token }
}

const serviceExists = (id: string): AppError =>
  new AppError(
    'service_exists',
    `There is a service ${id} already. Its token cannot be shown again: for another one, or other rights, remove it and add it anew; what it started stays its own.`,
  )

async function assertKnown({ store }: Pick<Deps, 'store'>, definitions: readonly string[]): Promise<void> {
  const known = (await store.definitions.list()).map(({ code }) => code)
  const unknown = definitions.find((code) => !known.includes(code))
  if (unknown === undefined) return
  const meant = nearest(unknown, known)
  const hint =
    meant === undefined
      ? ' definitions plan names those of the files, and apply takes them.'
      : ` Is ${meant} meant?`
  throw new AppError('definition_not_found', `Definition ${unknown} does not exist.${hint}`, {
    details: [{ field: 'definitions', rule: 'definition_not_found', definition: unknown }],
  })
}

export async function listServices(ctx: Pick<Deps, 'store'>): Promise<ServiceView[]> {
  return (await readAll(ctx)).map(toView)
}

/** From its next request on it is a stranger. Throws `service_not_found`. */
export async function removeService(ctx: Pick<Deps, 'store'>, id: string): Promise<ServiceView> {
  let removed: StoredService | undefined
  await ctx.store.notes.change(NOTE, (current) => {
    const all = toStored(current)
    removed = all.find((one) => one.id === id)
    return removed && all.filter((one) => one.id !== id)
  })
  if (!removed) throw new AppError('service_not_found', `There is no service ${id.slice(0, 64)}.`)
  return toView(removed)
}

const toView = ({ id, definitions, may, createdAt }: StoredService): ServiceView => ({
  id,
  definitions,
  may,
  createdAt,
})

/** Which system a token stands for, as operators have it now; undefined when it is none that holds. */
export async function findService(ctx: Deps, token: string): Promise<Service | undefined> {
  if (!token.startsWith(PREFIX)) return undefined
  const hash = ctx.hash(token)
  const found = (await readAll(ctx)).find(({ tokenHash }) => tokenHash === hash)
  return found && toService(found)
}

/** By its id. */
export async function serviceCalled(ctx: Pick<Deps, 'store'>, id: string): Promise<Service | undefined> {
  const found = (await readAll(ctx)).find((one) => one.id === id)
  return found && toService(found)
}

const toService = ({ id, definitions, may }: StoredService): Service => ({ id, definitions, may })
