import { z } from 'zod'
import type { LocalizedText } from '../../shared/locale.ts'
import type { AppCall } from './calls.ts'
import { DEFINITION_ID_TYPES, hashOf, toDefinitionBody } from './payloads/definition.ts'
import type { Links } from './payloads/links.ts'
import type { DefinitionsPort } from './port.ts'
import type { QuickApprovalCallback } from './payloads/quick-approval.ts'

const Created = z.object({ data: z.object({ approval_code: z.string().min(1) }) })

/** 创建三方审批定义, which also updates. */
export function createDefinitions(
  asApp: AppCall,
  options: { links: Links; callback: QuickApprovalCallback; source?: LocalizedText | undefined },
): DefinitionsPort {
  return {
    hash: (definition, state, entry) =>
      hashOf(toDefinitionBody(definition, state, definition.code, { ...options, entry })),
    apply: async (definition, state, approvalCode, entry) => {
      const data = toDefinitionBody(definition, state, approvalCode ?? definition.code, { ...options, entry })
      return asApp(
        'definition',
        {
          method: 'POST',
          url: '/open-apis/approval/v4/external_approvals',
          params: DEFINITION_ID_TYPES,
          data,
        },
        // A new definition gets a code of Feishu's; an update may answer another one, which is not to be used.
        (body) => ({ approvalCode: approvalCode ?? Created.parse(body).data.approval_code }),
      )
    },
  }
}
