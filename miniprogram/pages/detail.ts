import { detailPage } from '../features/detail/detail-page.ts'

Page(detailPage('phone'))
