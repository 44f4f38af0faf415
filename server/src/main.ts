import { startNodeServer } from './lsp/node';

startNodeServer();
