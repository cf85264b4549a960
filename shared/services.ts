import { z } from 'zod'
import { Instant } from './instant.ts'
import { SubmitRequest } from './requests.ts'
import { InstanceStatus } from './status.ts'
import { PersonId } from './verbs/parts.ts'

/* Other systems that start approvals here, what operators say of them, and what they send. */

export const ServiceRight = z.enum(['start', 'read', 'withdraw', 'comment'])
export type ServiceRight = z.infer<typeof ServiceRight>

/** Unless it is said otherwise. To take back and to speak are asked for by name, as people see them. */
const USUAL_RIGHTS: ServiceRight[] = ['start', 'read']

const ServiceId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'is 1 to 64 lower-case letters, digits, - and _, the first no sign')

const listOnce = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .min(1)
    .max(200)
    .transform((all) => [...new Set(all)])

export const AddServiceRequest = z.strictObject({
  id: ServiceId,
  /** Codes of definitions; it sees no other. */
  definitions: listOnce(z.string().trim().min(1).max(128)),
  may: listOnce(ServiceRight).default(USUAL_RIGHTS),
})
export type AddServiceRequest = z.infer<typeof AddServiceRequest>

export const ServiceView = z.object({
  id: z.string(),
  definitions: z.array(z.string()),
  may: z.array(ServiceRight),
  createdAt: Instant,
})
export type ServiceView = z.infer<typeof ServiceView>

/** `token` is told this once: what is stored of it is a hash. */
export const ServiceAdded = ServiceView.extend({ token: z.string() })
export type ServiceAdded = z.infer<typeof ServiceAdded>

export const ServicesResponse = z.object({ items: z.array(ServiceView) })
export type ServicesResponse = z.infer<typeof ServicesResponse>

/** In whose name a system starts an approval. A text is a user_id or an open_id (`ou_…`). */
export const InitiatorRef = z.union([
  PersonId,
  z.strictObject({ user_id: PersonId }),
  z.strictObject({ open_id: PersonId.startsWith('ou_', 'begins with ou_') }),
  /** The address that contacts have of them (not one of the company's mail service), or their mobile number. */
  z.strictObject({ mail: z.email().max(254) }),
  z.strictObject({
    mobile: z
      .string()
      .trim()
      .max(40)
      .regex(
        /^\+?[0-9][0-9 ()-]{3,}$/,
        'is a number with digits, outside of mainland China with + and the code of its country',
      ),
  }),
])
export type InitiatorRef = z.infer<typeof InitiatorRef>

/** What a system sends to start one. */
export const ServiceSubmitRequest = SubmitRequest.omit({ from: true }).extend({ initiator: InitiatorRef })
export type ServiceSubmitRequest = z.infer<typeof ServiceSubmitRequest>

/** The approvals of a system's definitions, the oldest change first. */
export const ServiceListQuery = z.strictObject({
  definition: z.string().max(128).optional(),
  status: InstanceStatus.optional(),
  /** Those with this `updatedAt` or a later one. */
  updatedSince: z.coerce.number().int().nonnegative().optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
export type ServiceListQuery = z.infer<typeof ServiceListQuery>
