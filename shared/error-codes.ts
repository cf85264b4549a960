/** Every code a caller may see. Codes are part of the API: add freely, never rename. */
export const ERROR_CODES = [
  'bad_request',
  'unauthorized',
  'login_code_invalid',
  'login_not_allowed',
  'not_found',
  'definition_not_found',
  'instance_not_found',
  'task_not_found',
  'effect_not_found',
  'task_already_ended',
  'instance_already_ended',
  'idempotency_mismatch',
  'person_not_found',
  'form_invalid',
  'reason_required',
  'callback_refused',
  'payload_too_large',
  'unsupported_media_type',
  'method_not_allowed',
  'too_many_requests',
  'store_unavailable',
  'feishu_unavailable',
  'internal',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]
