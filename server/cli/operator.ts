import type { z } from 'zod'
import type {
  DefinitionPlan,
  DefinitionsApplied,
  DoctorReport,
  DoctorRequest,
  EffectView,
  HandOverResponse,
  OutboxResponse,
  ReconcileRequest,
  ReconcileResponse,
  ReminderResponse,
  ResumeResponse,
} from '../../shared/operator-api.ts'
import type {
  FoundDepartments,
  FoundInstances,
  FoundPeople,
  InstanceReport,
} from '../../shared/operator-finds.ts'
import type { LookedForUnknown, SourceReports, SourceSecret } from '../../shared/source-reports.ts'
import { listSources } from '../usecases/sources/list-sources.ts'
import { lookForUnknown } from '../usecases/sources/look-for-unknown.ts'
import { makeSourceSecret } from '../usecases/sources/source-secret.ts'
import {
  AddServiceRequest,
  type ServiceAdded,
  type ServicesResponse,
  type ServiceView,
} from '../../shared/services.ts'
import { FindInstancesQuery } from '../../shared/operator-finds.ts'
import { HandOverRequest, TerminateRequest } from '../../shared/operator-api.ts'
import type { InstanceStatus } from '../../shared/status.ts'
import type { AdminClient } from './admin-client.ts'
import type { App } from '../app/app.ts'
import { findInstances } from '../usecases/find-instances.ts'
import { handOverPerson } from '../usecases/hand-over.ts'
import { listEffects } from '../usecases/list-effects.ts'
import { reportInstance } from '../usecases/report-instance.ts'
import { resumeOutbox } from '../usecases/resume-outbox.ts'
import { retryEffect } from '../usecases/retry-effect.ts'
import { addService, listServices, removeService } from '../usecases/services.ts'
import { terminateInstance } from '../usecases/terminate-instance.ts'
import type { WebhookOperations } from '../webhooks/operate.ts'

/** What an operator can ask for, of a running server or of a stopped one's data. */
export type Operator = {
  outbox: (query: { state?: 'pending' | 'parked'; cursor?: string }) => Promise<OutboxResponse>
  retry: (effectId: string) => Promise<EffectView>
  resume: () => Promise<ResumeResponse>
  reconcile: (request: ReconcileRequest) => Promise<ReconcileResponse>
  remind: () => Promise<ReminderResponse>
  planDefinitions: () => Promise<DefinitionPlan>
  applyDefinitions: () => Promise<DefinitionsApplied>
  doctor: (request: DoctorRequest) => Promise<DoctorReport>
  findInstances: (query: { q: string; limit: number; cursor?: string }) => Promise<FoundInstances>
  showInstance: (id: string) => Promise<InstanceReport>
  terminate: (id: string, reason: string) => Promise<{ id: string; status: InstanceStatus }>
  handOver: (from: string, to: string, reason: string) => Promise<HandOverResponse>
  listSources: () => Promise<SourceReports>
  makeSourceSecret: (id: string) => Promise<SourceSecret>
  lookForUnknown: () => Promise<LookedForUnknown>
  findPeople: (name: string) => Promise<FoundPeople>
  findDepartments: (name: string) => Promise<FoundDepartments>
  webhooks: WebhookOperations
  services: () => Promise<ServicesResponse>
  addService: (service: z.input<typeof AddServiceRequest>) => Promise<ServiceAdded>
  removeService: (id: string) => Promise<ServiceView>
}

/** Through the `/admin` of the server that runs. */
export function remoteOperator({ call }: AdminClient): Operator {
  return {
    outbox: (query) => call('GET', `/outbox?${new URLSearchParams({ limit: '500', ...query }).toString()}`),
    retry: (effectId) => call('POST', `/outbox/${encodeURIComponent(effectId)}/retry`),
    resume: () => call('POST', '/outbox/resume'),
    reconcile: (request) => call('POST', '/reconcile', request),
    remind: () => call('POST', '/reminders'),
    planDefinitions: () => call('POST', '/definitions/plan'),
    applyDefinitions: () => call('POST', '/definitions/apply'),
    doctor: (request) => call('POST', '/doctor', request),
    findInstances: ({ limit, ...query }) =>
      call('GET', `/instances?${new URLSearchParams({ limit: String(limit), ...query }).toString()}`),
    showInstance: (id) => call('GET', `/instances/${encodeURIComponent(id)}`),
    terminate: (id, reason) => call('POST', `/instances/${encodeURIComponent(id)}/terminate`, { reason }),
    handOver: (from, to, reason) =>
      call('POST', `/people/${encodeURIComponent(from)}/hand-over`, { to, reason }),
    listSources: () => call('GET', '/sources'),
    makeSourceSecret: (id) => call('POST', `/sources/${encodeURIComponent(id)}/secret`),
    lookForUnknown: () => call('POST', '/sources/look'),
    findPeople: (name) => call('GET', `/people?${new URLSearchParams({ name }).toString()}`),
    findDepartments: (name) => call('GET', `/departments?${new URLSearchParams({ name }).toString()}`),
    webhooks: remoteWebhooks(call),
    services: () => call('GET', '/services'),
    addService: (service) => call('POST', '/services', service),
    removeService: (id) => call('DELETE', `/services/${encodeURIComponent(id)}`),
  }
}

function remoteWebhooks(call: AdminClient['call']): WebhookOperations {
  const at = (id: string, verb = '') => `/webhooks/${encodeURIComponent(id)}${verb}`
  return {
    list: () => call('GET', '/webhooks'),
    show: (id, { limit, cursor }) => {
      const query = new URLSearchParams({ limit: String(limit), ...(cursor !== undefined && { cursor }) })
      return call('GET', `${at(id)}?${query.toString()}`)
    },
    replay: (id, request) => call('POST', at(id, '/replay'), request),
    resume: (id) => call('POST', at(id, '/resume')),
    discard: (id) => call('POST', at(id, '/discard')),
  }
}

/** Where the store cannot be had, as `refusal` says: `doctor` alone does not need it. */
export function outsideOperator(refusal: Error, doctor: Operator['doctor']): Operator {
  const refuse = () => Promise.reject(refusal)
  return {
    outbox: refuse,
    retry: refuse,
    resume: refuse,
    reconcile: refuse,
    remind: refuse,
    planDefinitions: refuse,
    applyDefinitions: refuse,
    findInstances: refuse,
    showInstance: refuse,
    terminate: refuse,
    handOver: refuse,
    listSources: refuse,
    makeSourceSecret: refuse,
    lookForUnknown: refuse,
    findPeople: refuse,
    findDepartments: refuse,
    webhooks: { list: refuse, show: refuse, replay: refuse, resume: refuse, discard: refuse },
    services: refuse,
    addService: refuse,
    removeService: refuse,
    doctor,
  }
}

/** On the data folder itself. What it queues is delivered once a server runs. */
export function localOperator({ ctx, registry, reconcile, remind, doctor, ...app }: App): Operator {
  return {
    outbox: async (query) => {
      const { items, nextCursor } = await listEffects(ctx, { limit: 500, ...query })
      return { items: [...items], nextCursor }
    },
    retry: (effectId) => retryEffect(ctx, effectId),
    // A process that only runs this command holds nothing back itself.
    resume: async () => ({ held: false, due: await resumeOutbox(ctx) }),
    reconcile,
    remind,
    planDefinitions: registry.plan,
    applyDefinitions: registry.apply,
    doctor,
    findInstances: (query) => findInstances(ctx, FindInstancesQuery.parse(query)),
    showInstance: (id) => reportInstance(ctx, id),
    terminate: (id, reason) => terminateInstance(ctx, { id, ...TerminateRequest.parse({ reason }) }),
    handOver: (from, to, reason) => handOverPerson(ctx, { from, ...HandOverRequest.parse({ to, reason }) }),
    listSources: async () => ({ items: await listSources(ctx) }),
    makeSourceSecret: (id) => makeSourceSecret(ctx, id),
    lookForUnknown: () => lookForUnknown(ctx),
    findPeople: app.findPeople,
    findDepartments: app.findDepartments,
    webhooks: app.webhooks,
    services: async () => ({ items: await listServices(ctx) }),
    addService: (service) => addService(ctx, AddServiceRequest.parse(service)),
    removeService: (id) => removeService(ctx, id),
  }
}
