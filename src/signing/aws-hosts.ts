// Written by tools/aws-hosts/generate.py from botocore 1.44.8.

/**
 * What stands before region and DNS suffix in the hosts of AWS's APIs, without `fips`, `dualstack` and account ids. If the
 * signing name is another, it follows after `=`.
 */
export const SERVICE_HOSTS = ` \
a2i-runtime.sagemaker=sagemaker abuse access-analyzer account account-access account-access-runtime=account-access \
acm-acme=acm acm-pca aco-automation admin.wickr=wickr agent-discovery agent-registry \
agent-registry-control=agent-registry agreement-marketplace=aws-marketplace aidevops aiops airflow \
airflow-serverless amplify amplifybackend amplifyuibuilder analytics-omics=omics aos=es aoss \
api-fulfill.dataexchange=dataexchange api.airflow=airflow api.detective=detective api.ecr=ecr \
api.ecr-public=ecr-public api.iot-tunneling=IoTSecuredTunneling api.iotdeviceadvisor=iotdeviceadvisor \
api.iotmanagedintegrations=iotmanagedintegrations api.iotsitewise=iotsitewise api.iottwinmaker=iottwinmaker \
api.iotwireless=iotwireless api.mediatailor=mediatailor api.pricing=pricing api.sagemaker=sagemaker \
api.thinclient=thinclient api.tunneling.iot=IoTSecuredTunneling apigateway apiportal app-integrations appconfig \
appconfigdata=appconfig appfabric appflow application-autoscaling application-cost-profiler application-signals \
applicationinsights appmesh apprunner appstream2=appstream appsync aps \
arc-recovery-control-config=route53-recovery-control-config arc-region-switch \
arc-region-switch-control-plane=arc-region-switch arc-zonal-shift artifact athena auditmanager autoscaling \
autoscaling-plans b2bi backup backup-gateway backup-search batch bcm-dashboards bcm-data-exports \
bcm-pricing-calculator bcm-recommended-actions bedrock bedrock-agent=bedrock bedrock-agent-runtime=bedrock \
bedrock-agentcore bedrock-agentcore-control=bedrock-agentcore bedrock-data-automation=bedrock \
bedrock-data-automation-runtime=bedrock bedrock-runtime=bedrock billing billingconductor braket budgets cases \
cassandra cassandra-streams=cassandra catalog-marketplace=aws-marketplace catalog.marketplace=aws-marketplace ce \
chatbot chime cleanrooms cleanrooms-ml cloud9 cloudcontrolapi clouddirectory cloudformation cloudfront cloudhsm \
cloudhsmv2=cloudhsm cloudsearch cloudsearchdomain=cloudsearch cloudtrail cloudtrail-data cloudwatch-omni=cloudwatch \
cn.transcribe=transcribe codeartifact codebuild codecommit codeconnections codedeploy codeguru-profiler \
codeguru-reviewer codeguru-security codepipeline codestar-connections codestar-notifications cognito-identity \
cognito-idp cognito-sync comprehend comprehendmedical compute-optimizer config connect connect-campaigns \
contact-lens=connect continuum control-storage-omics=omics controlcatalog \
controlplane.payment-cryptography=payment-cryptography controltower cost-optimization-hub cp.aidevops=aidevops \
cp.geofencing.geo=geo cp.maps.geo=geo cp.metadata.geo=geo cp.places.geo=geo cp.routes.geo=geo cp.tracking.geo=geo \
cur data-ats.iot=iotdata data-kinesis=kinesis data-kinesis-queues=kinesis data-lakeformation=lakeformation \
data-servicediscovery=servicediscovery data-signer=signer data.ats.iot=iotdata data.iot=iotdata \
data.iotsitewise=iotsitewise data.iottwinmaker=iottwinmaker data.jobs.iot=iot-jobs-data data.mediastore=mediastore \
data.qapps=qapps databrew dataexchange datapipeline dataplane.payment-cryptography=payment-cryptography \
dataplane.rum=rum datasync datatransformation.healthlake=healthlake datazone dax ddb=dynamodb deadline \
deployment-marketplace=aws-marketplace detective devicefarm devops-guru directconnect discovery \
discovery-marketplace=aws-marketplace dlm dms docdb-elastic dp.aidevops=aidevops drs ds ds-data dsql dynamodb ebs \
ec2 ec2-instance-connect ecr ecr-public ecs edge.sagemaker=sagemaker efs=elasticfilesystem eks eks-auth elasticache \
elasticbeanstalk elasticfilesystem elasticloadbalancing elasticmapreduce elemental-inference email=ses \
emr-containers emr-serverless end-user-messaging entitlement-marketplace=aws-marketplace \
entitlement.marketplace=aws-marketplace entityresolution env.airflow=airflow es events eventsv2=events evs \
execute-api featurestore-runtime.sagemaker=sagemaker firehose fis fms forecast forecastquery=forecast frauddetector \
freetier fsx gamelift gameliftstreams gateway-runtime.sagemaker=sagemaker geo geo-maps geo-places geo-routes \
geofencing.geo=geo glacier globalaccelerator glue grafana greengrass groundstation guardduty health health-agent \
healthlake iam iam-toolbox=iam identity-chime=chime identitystore imagebuilder \
inferencerouter-runtime.sagemaker=sagemaker ingest.timestream=timestream inspector inspector-scan inspector2 \
interconnect internetmonitor invoicing iot iotfleetwise iotsitewise iotthingsgraph iottwinmaker ivs ivschat \
ivsrealtime=ivs job-runtime.sagemaker=sagemaker kafka kafka-api=kafka kafkaconnect kendra kendra-ranking kinesis \
kinesis-queues=kinesis kinesisanalytics kinesisvideo kms lakeformation lambda launchwizard license-manager \
license-manager-linux-subscriptions license-manager-user-subscriptions lightsail logs lookoutequipment m2 \
machinelearning macie2 mail-manager=ses managedblockchain managedblockchain-query management.deadline=deadline \
marketplacecommerceanalytics media-pipelines-chime=chime mediaconnect mediaconvert medialive mediapackage \
mediapackage-vod mediapackagev2 mediastore mediatailor medical-imaging meetings-chime=chime memory-db=memorydb \
messaging-chime=chime metadata.geo=geo metering-marketplace=aws-marketplace metering.marketplace=aws-marketplace \
metrics.sagemaker=sagemaker mgh mgn migrationhub-config=mgh migrationhub-orchestrator migrationhub-strategy \
models-v2-lex=lex models.lex=lex monitor.iotsitewise=iotsitewise monitoring mpa mq mturk-requester neptune-db \
neptune-graph network-firewall network-security-manager networkflowmonitor networkmanager networkmonitor \
notifications notifications-contacts nova-act oam observabilityadmin odb oidc=sso-oauth omics ops.airflow=airflow \
organizations osis osm outposts participant.connect=execute-api partnercentral-account partnercentral-benefits \
partnercentral-marketing partnercentral-selling payments pca-connector-ad pca-connector-scep pcs personalize \
personalize-events=personalize personalize-runtime=personalize pi pinpoint=mobiletargeting pipes polly \
portal.sso=awsssoportal pricingplanmanager profile proton qbusiness query-lakeformation=lakeformation \
query.timestream=timestream quicksight ram rbin rds rds-data redshift redshift-data redshift-serverless \
refactor-spaces rekognition reporting-marketplace=aws-marketplace repostspace resiliencehub resource-explorer-2 \
resource-groups rolesanywhere route53-recovery-cluster route53-recovery-control-config route53-recovery-readiness \
route53domains route53globalresolver route53profiles route53resolver rtbfabric rum \
runtime-medical-imaging=medical-imaging runtime-v2-lex=lex runtime.health-agent=health-agent runtime.lex=lex \
runtime.sagemaker=sagemaker s3 s3-control=s3 s3-object-lambda s3-outposts s3express-control=s3express s3files \
s3tables s3vectors sagemaker-geospatial savingsplans scheduler scheduling.deadline=deadline schemas scn sdb \
search-ddb=dynamodb search-dynamodb=dynamodb secretsmanager security-ir securityagent securityhub securitylake \
serverlessrepo servicecatalog servicecatalog-appregistry=servicecatalog servicediscovery servicequotas shield signer \
signin sms-voice sms-voice.pinpoint=sms-voice snow-device-management snowball sns social-messaging sqs ssm \
ssm-contacts ssm-guiconnect ssm-incidents ssm-quicksetup ssm-sap sso states storage-omics=omics storagegateway \
stream-logs=logs streaming.health-agent=health-agent streams-ddb=dynamodb streams-dynamodb=dynamodb \
streams.dynamodb=dynamodb sts subscribe.mediaconvert=mediaconvert support supportapp supportauthz swf \
sync-states=states synthetics tagging tags-omics=omics tax textract thinclient timestream-influxdb \
timestream-ingest=timestream timestream-query=timestream tracking.geo=geo \
training-session-runtime.sagemaker=sagemaker transcribe transfer translate trustedadvisor uxc verifiedpermissions \
voice-chime=chime voiceid vpc-lattice waf waf-regional wafv2 wellarchitected wellarchitected-agent=wellarchitected \
wisdom workdocs workflows-omics=omics workmail workmailmessageflow workspaces workspaces-instances workspaces-web \
xray \
`;

/** The hosts of AWS's APIs that name no region. The signing name and the region that signs follow after `=`. */
export const REGIONLESS_HOSTS = ` \
budgets.amazonaws.com=budgets@us-east-1 budgets.amazonaws.com.cn=budgets@cn-northwest-1 \
cloudfront.amazonaws.com=cloudfront@us-east-1 cloudfront.global.api.aws=cloudfront@us-east-1 \
global.health.amazonaws.com=health@us-east-1 iam.amazonaws.com=iam@us-east-1 iam.global.api.aws=iam@us-east-1 \
iam.us-gov.amazonaws.com=iam@us-gov-west-1 iam.us-gov.api.aws=iam@us-gov-west-1 \
importexport.amazonaws.com=IngestionService@us-east-1 \
partnercentral-channel.global.api.aws=partnercentral-channel@us-east-1 \
partnercentral-channel.us-gov.api.aws=partnercentral-channel@us-gov-west-1 \
partnercentral-prm.global.api.aws=partnercentral@us-east-1 \
partnercentral-prm.us-gov.api.aws=partnercentral@us-gov-west-1 route53.amazonaws.com=route53@us-east-1 \
route53.amazonaws.com.cn=route53@cn-northwest-1 route53.global.api.aws=route53@us-east-1 \
route53.us-gov.amazonaws.com=route53@us-gov-west-1 route53.us-gov.api.aws=route53@us-gov-west-1 \
s3.amazonaws.com=s3@us-east-1 savingsplans.amazonaws.com=savingsplans@us-east-1 \
savingsplans.global.api.aws=savingsplans@us-east-1 sdb.amazonaws.com=sdb@us-east-1 sts.amazonaws.com=sts@us-east-1 \
sustainability.us-gov.api.aws=sustainability@us-gov-west-1 waf.amazonaws.com=waf@us-east-1 \
`;
