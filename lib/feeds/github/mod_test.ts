import { testStreams } from "../testing.ts";
import { githubFeed } from "./mod.ts";

testStreams(githubFeed.streams);
