import { AttachmentQuery, AttachmentView } from '../../../shared/responses.ts'
import { openAttachment, type OpenedFile } from '../../usecases/open-attachment.ts'
import { uploadAttachment } from '../../usecases/upload-attachment.ts'
import { uploadForService } from '../../usecases/service-door.ts'
import type { HttpDeps } from '../deps.ts'
import {
  defineRoute,
  defineServiceDoor,
  serviceOf,
  sessionOf,
  type Incoming,
  type Reply,
  type Route,
} from '../route.ts'

export function attachmentRoutes({ ctx }: Pick<HttpDeps, 'ctx'>): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/api/v1/attachments',
      operationId: 'uploadAttachment',
      summary: 'Upload one file of at most 20 MB, to be named by a form, decision or comment within a day.',
      access: 'person',
      takes: 'file',
      answers: [{ status: 201, description: 'Stored.', schema: AttachmentView }],
      errors: ['file_type_not_allowed', 'too_many_uploads'],
      handle: async (request) => {
        const { userId } = sessionOf(request)
        const body = await uploadAttachment(ctx, { ...fileOf(request), userId })
        const facts = { attachment: body.id, size: body.size }
        return { status: 201, body, act: { act: 'upload', by: userId, facts } }
      },
      service: defineServiceDoor({
        about: 'A service uploads what it then names in a form or comment: with one of these two rights.',
        handle: async (request) => {
          const service = serviceOf(request)
          const body = await uploadForService(ctx, service, fileOf(request))
          const facts = { via: 'service', service: service.id, attachment: body.id, size: body.size }
          return { status: 201, body, act: { act: 'upload', by: null, facts } }
        },
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/v1/attachments/:id',
      operationId: 'openAttachment',
      summary: 'A file of an approval that I may see, by my session or by a link that I was given.',
      access: 'link',
      query: AttachmentQuery,
      answers: [{ status: 200, description: 'The file.', type: 'application/octet-stream', binary: true }],
      errors: ['attachment_not_found', 'attachment_damaged'],
      handle: async ({ params, query, session }) => {
        const { id = '' } = params
        return toReply(await openAttachment(ctx, { id, link: query, userId: session?.userId }))
      },
    }),
  ]
}

function fileOf({ file }: Pick<Incoming, 'file'>): NonNullable<Incoming['file']> {
  if (!file) throw new Error('the route takes a file')
  return file
}

/** Whatever it holds, no browser runs it as a page of ours. */
function toReply({ name, type, size, isInline, content }: OpenedFile): Reply {
  return {
    status: 200,
    content,
    type,
    headers: {
      'Content-Length': String(size),
      'Content-Disposition': `${isInline ? 'inline' : 'attachment'}; ${fileNameParameters(name)}`,
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    },
  }
}

/** For every client the name in ASCII, and for those that know RFC 6266 as it is. */
function fileNameParameters(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`)
  return `filename="${plain}"; filename*=UTF-8''${encoded}`
}
