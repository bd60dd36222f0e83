import { testStreams } from "../testing.ts";
import { transactionsFeed } from "./mod.ts";

testStreams(transactionsFeed.streams);
