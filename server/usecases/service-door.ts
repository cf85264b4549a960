import type { ServiceListQuery, ServiceSubmitRequest } from '../../shared/services.ts'
import type { AttachmentView, DefinitionSummary, InstanceView, ListResponse } from '../../shared/responses.ts'
import type { Locale } from '../../shared/locale.ts'
import { AppError } from '../domain/errors.ts'
import { pictureOf } from '../domain/picture-of.ts'
import type { Instance } from '../domain/instance.ts'
import { serviceOfTurn, serviceTurn } from '../domain/starter.ts'
import type { InstanceRecord } from '../domain/outbox/record.ts'
import { mayWithdrawAs } from '../domain/verbs/by-service.ts'
import type { UseCaseContext } from './context.ts'
import { toDefinitionSummary } from './definition-views.ts'
import { findInitiator, initiatorKey } from './initiator.ts'
import { viewInstance } from './instance-view.ts'
import { definitionsOf } from './list-instances.ts'
import { serviceCalled, type Service } from './services.ts'
import { startInstance } from './start-instance.ts'
import { isInstanceId, noInstance } from './stored.ts'
import { uploadAttachment, type ReceivedFile } from './upload-attachment.ts'
import { toInstanceItem } from './views.ts'
import { maySee } from './visibility.ts'

/** Another system that asks, and the language it wants. */
export type ServiceReader = { service: Service; locale: Locale | undefined }

/** The definitions that it may start, by code. */
export async function listForService(
  ctx: UseCaseContext,
  { service, locale }: ServiceReader,
): Promise<DefinitionSummary[]> {
  const records = await ctx.store.definitions.list()
  return records
    .filter(({ code, state }) => state !== 'retired' && service.definitions.includes(code))
    .map(({ definition }) => toDefinitionSummary(definition, locale))
    .sort((a, b) => (a.code < b.code ? -1 : 1))
}

type Start = ServiceReader & { request: ServiceSubmitRequest; idempotencyKey?: string | undefined }

/**
 * Starts an approval in somebody's name (`startInstance`): who has to be allowed to start it by themselves. Throws
 * `definition_not_found` for one that is not the system's, `person_not_found` and `person_not_allowed` for the initiator,
 * and what `startInstance` does.
 */
export async function startForService(
  ctx: UseCaseContext,
  { service, locale, request, idempotencyKey }: Start,
): Promise<InstanceView> {
  const { initiator, ...others } = request
  const { definition: code } = others
  if (!service.definitions.includes(code)) throw noDefinition(code)
  const record = await startInstance(
    ctx,
    { ...others, locale, idempotencyKey },
    {
      keyOwners: [serviceTurn(service.id)],
      initiator: initiatorKey(initiator),
      admit: async (directory) => {
        const version = await ctx.store.definitions.read(code)
        if (!version || version.state === 'retired') throw noDefinition(code)
        const userId = await findInitiator(ctx, directory, initiator)
        if (!(await maySee(ctx, directory, version, userId))) throw notTheirs(code, userId)
        return { userId, version }
      },
      origin: () => ({ by: null, via: 'service', service: service.id }),
      uploader: () => serviceTurn(service.id),
    },
  )
  return viewForService(ctx, record, { service, locale })
}

const noDefinition = (code: string): AppError =>
  new AppError('definition_not_found', `Definition ${code} does not exist, or is not this service's.`)

function notTheirs(code: string, userId: string): AppError {
  const message = `initiator: ${userId} is none of the viewers of ${code}, so it cannot be started in their name.`
  return new AppError('person_not_allowed', message, {
    details: [{ field: 'initiator', rule: 'person_not_allowed', message }],
  })
}

/** A page of the approvals of its definitions. Throws `definition_not_found` for one that is not the system's. */
export async function listChangesForService(
  ctx: UseCaseContext,
  { service, locale }: ServiceReader,
  { definition, status, updatedSince, cursor, limit }: ServiceListQuery,
): Promise<ListResponse> {
  if (definition !== undefined && !service.definitions.includes(definition)) throw noDefinition(definition)
  const { items, nextCursor } = await ctx.store.instances.changes({
    definitions: definition === undefined ? service.definitions : [definition],
    status,
    since: updatedSince,
    cursor,
    limit,
  })
  const known = await definitionsOf(ctx, items)
  const reader = { userId: serviceTurn(service.id), locale, now: ctx.now() }
  return {
    items: items.flatMap((listed) => {
      const record = known(listed)
      return record
        ? [toInstanceItem(pictureOf(listed, record), reader, { task: undefined, isCc: false })]
        : []
    }),
    nextCursor,
  }
}

/** One of its definitions. Throws `instance_not_found`. */
export async function readForService(
  ctx: UseCaseContext,
  reader: ServiceReader,
  id: string,
): Promise<InstanceView> {
  return viewForService(ctx, await findForService(ctx, reader.service, id), reader)
}

/** Throws `instance_not_found`, the same for one of another definition, one that is not there and what is no id. */
export async function findForService(
  ctx: Pick<UseCaseContext, 'store'>,
  service: Service,
  id: string,
): Promise<InstanceRecord> {
  const record = isInstanceId(id) ? await ctx.store.instances.read(id) : undefined
  if (!record || !isOf(service, record.instance)) throw noInstance(id)
  return record
}

const isOf = ({ definitions }: Service, { definition }: Pick<Instance, 'definition'>): boolean =>
  definitions.includes(definition.code)

/** For a form or a comment of its own. Throws what `uploadAttachment` does, and `service_not_allowed` for who writes neither. */
export async function uploadForService(
  ctx: UseCaseContext,
  { id, may }: Service,
  file: ReceivedFile,
): Promise<AttachmentView> {
  if (!may.includes('start') && !may.includes('comment')) {
    const message = `The service ${id} may neither start nor comment, so it has no use for a file.`
    throw new AppError('service_not_allowed', message)
  }
  return uploadAttachment(ctx, { ...file, userId: serviceTurn(id) })
}

/** Whether a link was given to a system that may still read the approval. */
export async function serviceMayRead(
  ctx: Pick<UseCaseContext, 'store'>,
  instance: Instance,
  viewer: string,
): Promise<boolean> {
  const id = serviceOfTurn(viewer)
  const service = id === undefined ? undefined : await serviceCalled(ctx, id)
  return service !== undefined && service.may.includes('read') && isOf(service, instance)
}

/** With what the system may do now among its `actions`. */
export async function viewForService(
  ctx: UseCaseContext,
  record: InstanceRecord,
  { service, locale }: ServiceReader,
): Promise<InstanceView> {
  const view = await viewInstance(ctx, record, { userId: serviceTurn(service.id), locale })
  const { may, id } = service
  const actions = view.actions.filter(({ action }) => action === 'comment' && may.includes('comment'))
  if (may.includes('withdraw') && mayWithdrawAs(record.instance, id))
    actions.push({ action: 'withdraw', taskId: null, reason: 'optional' })
  return { ...view, actions }
}
