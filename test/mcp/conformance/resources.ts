import { ResourceNotFoundError, type Resource, type ResourceContents, type Server } from '@modelcontextprotocol/server';
import { PNG } from './media.ts';

type Contents = ResourceContents & ({ readonly text: string } | { readonly blob: string });

const STATIC: readonly (Resource & { readonly contents: Contents })[] = [
  {
    uri: 'test://static-text',
    name: 'Static text',
    description: 'Text that never changes.',
    mimeType: 'text/plain',
    contents: {
      uri: 'test://static-text',
      mimeType: 'text/plain',
      text: 'This is the content of the static text resource.',
    },
  },
  {
    uri: 'test://static-binary',
    name: 'Static binary',
    description: 'An image that never changes.',
    mimeType: 'image/png',
    contents: { uri: 'test://static-binary', mimeType: 'image/png', blob: PNG },
  },
  {
    uri: 'test://watched-resource',
    name: 'Watched',
    description: 'A resource to subscribe to.',
    mimeType: 'text/plain',
    contents: { uri: 'test://watched-resource', mimeType: 'text/plain', text: 'Watched.' },
  },
];

const TEMPLATE = /^test:\/\/template\/([^/]+)\/data$/;

function read(uri: string): Contents {
  const known = STATIC.find((resource) => resource.uri === uri);
  if (known) return known.contents;
  const id = TEMPLATE.exec(uri)?.[1];
  if (id === undefined) throw new ResourceNotFoundError(uri);
  const text = JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` });
  return { uri, mimeType: 'application/json', text };
}

/** Serves the resources that the referee asks for. */
export function installResources(server: Server): void {
  const subscribed = new Set<string>();
  server.setRequestHandler('resources/list', () => ({ resources: STATIC.map(({ contents: _, ...resource }) => resource) }));
  server.setRequestHandler('resources/templates/list', () => ({
    resourceTemplates: [
      {
        uriTemplate: 'test://template/{id}/data',
        name: 'Template',
        description: 'Data by id.',
        mimeType: 'application/json',
      },
    ],
  }));
  server.setRequestHandler('resources/read', ({ params }) => ({ contents: [read(params.uri)] }));
  server.setRequestHandler('resources/subscribe', ({ params }) => {
    subscribed.add(params.uri);
    return {};
  });
  server.setRequestHandler('resources/unsubscribe', ({ params }) => {
    subscribed.delete(params.uri);
    return {};
  });
}
