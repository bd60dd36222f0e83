import { testStreams } from "../testing.ts";
import { metersFeed } from "./mod.ts";

testStreams(metersFeed.streams);
