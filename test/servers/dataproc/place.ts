import { status } from '@grpc/grpc-js'
import { Refusal } from './answers.ts'

/** The one project and region that a server knows. */
export class Place {
  readonly project: string
  readonly region: string

  constructor(project: string, region: string) {
    this.project = project
    this.region = region
  }

  check(request: { readonly projectId?: string; readonly region?: string }, permission: string): void {
    const { projectId = '', region = '' } = request
    if (projectId !== this.project) {
      const said = `Permission 'dataproc.${permission}' denied on resource '//dataproc.googleapis.com/projects/${projectId}/regions/${region}' (or it may not exist).`
      throw new Refusal(status.PERMISSION_DENIED, said)
    }
    if (region !== this.region) throw new Refusal(status.INVALID_ARGUMENT, `Region '${region}' is not served at this endpoint.`)
  }
}
